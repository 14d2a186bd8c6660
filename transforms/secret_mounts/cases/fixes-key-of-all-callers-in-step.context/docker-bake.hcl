target "tool" {
  context = "."
}
