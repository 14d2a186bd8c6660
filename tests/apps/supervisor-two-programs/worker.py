"""A worker that writes its log."""
import time

while True:
    print("working", flush=True)
    time.sleep(5)
