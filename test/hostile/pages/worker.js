// Runs in a worker of the page, where no wrapper is: sends what it is told and says so.
const answer = (port) => async (event) => {
  const [url, body] = event.data
  await fetch(url, { method: 'POST', body }).catch(() => undefined)
  port.postMessage('tried')
}
addEventListener('message', (event) => answer(event.source ?? self)(event))
addEventListener('connect', ({ ports: [port] }) => (port.onmessage = answer(port)))
addEventListener('install', () => skipWaiting())
addEventListener('activate', (event) => event.waitUntil(clients.claim()))
