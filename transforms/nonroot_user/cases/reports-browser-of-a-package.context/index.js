import("puppeteer").then(({ launch }) => launch());
