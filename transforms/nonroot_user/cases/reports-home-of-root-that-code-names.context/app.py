open("/root/settings.ini")
