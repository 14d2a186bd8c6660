variable "DEPLOY_TOKEN" {
  default = ""
}

target "tool" {
  context = "."
  args = {
    DEPLOY_TOKEN = DEPLOY_TOKEN # from the vault
  }
}
