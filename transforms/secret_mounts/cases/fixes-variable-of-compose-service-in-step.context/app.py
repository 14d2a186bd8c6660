import os

print(len(os.environ["DB_PASSWORD"]))
