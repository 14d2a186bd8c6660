jobs:
	docker build --build-arg QUEUE_TOKEN=$(QUEUE_TOKEN) -t jobs jobs
