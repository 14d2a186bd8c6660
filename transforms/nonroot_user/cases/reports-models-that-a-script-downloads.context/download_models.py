from transformers import pipeline

pipeline("sentiment-analysis")
