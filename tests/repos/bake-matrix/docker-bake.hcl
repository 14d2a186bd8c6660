// The images of a small platform.
variable "REGISTRY" {
  default = "registry.example.com/platform"
}

variable "VERSION" {
  default = "2.1"
}

variable "REVISION" {}

variable "DEBUG" {
  default = false
}

function "image" {
  params = [name]
  result = "${REGISTRY}/${name}:${VERSION}"
}

group "default" {
  targets = ["services", "tools"]
}

target "_common" {
  context = "."
  args = {
    VERSION   = VERSION
    LOG_LEVEL = DEBUG ? "debug" : "info"
  }
  platforms = ["linux/amd64"]
}

target "base" {
  inherits   = ["_common"]
  dockerfile = "base/Dockerfile"
  tags       = [image("base")]
}

target "services" {
  name     = "service-${item.name}"
  inherits = ["_common"]
  matrix = {
    item = [
      { name = "api", port = 8080 },
      { name = "web", port = 8000 },
    ]
  }
  context    = "services/${item.name}"
  contexts   = { base = "target:base", assets = "./assets" }
  args       = { PORT = item.port }
  target     = "release"
  tags       = [image(item.name), "${REGISTRY}/${item.name}:latest"]
  secret     = ["id=token,env=NPM_TOKEN"]
}

target "tools" {
  inherits          = ["_common"]
  dockerfile-inline = "FROM alpine:3.20\n"
  tags              = [lower("${REGISTRY}/TOOLS")]
}

target "docs" {
  context    = "docs"
  dockerfile = "Dockerfile.site"
  args = {
    REVISION = REVISION
    LANGS    = join(",", ["en", "de"])
  }
  tags = [notequal("", VERSION) ? "${REGISTRY}/docs:v${VERSION}" : ""]
}
