DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': '/data/shop.sqlite3'}}
