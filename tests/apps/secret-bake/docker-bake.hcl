variable "DEPLOY_TOKEN" {
  default = ""
}

# The shop.
target "default" {
  context = "."
  args = {
    DEPLOY_TOKEN = DEPLOY_TOKEN
  }
}
