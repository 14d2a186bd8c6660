variable "REGISTRY" {
  default = "registry.example.com"
}

function "named" {
  params = [name]
  result = ["${REGISTRY}/${name}:latest"]
}

target "api" {
  context = "api"
  tags    = named("api")
}
