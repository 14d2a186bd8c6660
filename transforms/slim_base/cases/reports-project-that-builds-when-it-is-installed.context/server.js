require("./out")
