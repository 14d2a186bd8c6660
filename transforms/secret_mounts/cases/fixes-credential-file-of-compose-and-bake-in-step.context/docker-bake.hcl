target "shop" {
  context = "." # here
  tags    = ["shop"]
}
