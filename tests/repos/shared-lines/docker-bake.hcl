variable "NPM_TOKEN" {}

target "matrix" {
  name    = "matrix-${mode}"
  matrix  = { mode = ["fast", "small"] }
  context = "matrix"
  args = {
    NPM_TOKEN = NPM_TOKEN
    MODE      = mode
  }
}
