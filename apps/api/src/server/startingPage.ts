/** Shown while the dashboard's server is still coming up; it looks again by itself. */
export const startingPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="2">
<title>Maskyard is starting</title>
<style>
  :root { color-scheme: light dark; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 16px/1.5 system-ui, sans-serif; }
  main { text-align: center; padding: 2rem; }
  h1 { font-size: 1.25rem; margin: 0 0 .5rem; }
  p { margin: 0; opacity: .7; }
</style>
</head>
<body>
<main>
<h1>Maskyard is starting</h1>
<p>The dashboard will be here in a moment. This page looks again by itself.</p>
</main>
</body>
</html>
`;
