with open("/var/run/shop.pid", "w") as file:
    file.write("1")
