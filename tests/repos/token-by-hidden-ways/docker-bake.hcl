variable "NPM_TOKEN" {
  default = ""
}

target "_private" {
  context = "inherited"
  args = {
    NPM_TOKEN = "${NPM_TOKEN}"
  }
}

target "one" {
  inherits = ["_private"]
  tags     = ["one"]
}

target "two" {
  inherits = ["_private"]
  tags     = ["two"]
}
