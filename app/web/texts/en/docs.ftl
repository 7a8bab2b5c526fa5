docs-title = The API
docs-lead = Write exercises, practise and read grades from your own tools. Sign in on this site first, or authorize with an API token, and you can try every operation out right here.
docs-document = The same for programs: the OpenAPI document
docs-no-script = This page needs JavaScript. The OpenAPI document says the same without it.
