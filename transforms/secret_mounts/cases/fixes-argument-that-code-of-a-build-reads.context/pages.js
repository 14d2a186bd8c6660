fetch("https://cms.example.com/pages", { headers: { authorization: process.env.CMS_TOKEN } });
