def total():
    return 12
