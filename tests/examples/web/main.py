"""The application that uvicorn serves."""
from fastapi import FastAPI

app = FastAPI()
