require("sqlite3");
