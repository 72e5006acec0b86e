import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One page that nobody has seen before: everything that a pack speaks of comes from the seed. */
export interface GeneratedPage {
  readonly seed: number
  readonly address: string
  readonly label: string
  /** Labels of its fields: a number, a date, a text. */
  readonly fields: { readonly amount: string; readonly date: string; readonly title: string }
  /** For Playwright: `Control+Enter`. */
  readonly keys: string
  readonly shadow: 'light' | 'open' | 'closed'
  readonly sends: 'rest' | 'form' | 'rpc'
  readonly isWhole: boolean
  readonly html: string
}

export interface GeneratedSite {
  readonly url: string
  readonly page: GeneratedPage
  /** What reached the server: method, path and body of everything that is not a look. */
  readonly received: { method: string; path: string; body: string }[]
  close(): Promise<void>
}

export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const places = { shadow: ['light', 'open', 'closed'], sends: ['rest', 'form', 'rpc'] } as const

/** `turn` makes sure that three pages have three kinds of markup and three kinds of request between them. */
export function generatePage(seed: number, turn: number): GeneratedPage {
  const random = randomOf(seed + turn * 7919)
  const pick = <Value>(from: readonly Value[]): Value => from[Math.floor(random() * from.length)] as Value
  const hash = (length: number) =>
    Array.from(
      { length },
      () => 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'[Math.floor(random() * 62)],
    ).join('')
  const offset = Math.floor(randomOf(seed)() * 3)
  const shadow = places.shadow[(turn + offset) % 3] ?? 'light'
  const sends = places.sends[(turn + 2 * offset + 1) % 3] ?? 'rest'
  const entity = pick(['contracts', 'quotes', 'renewals', 'offers', 'subscriptions'])
  const label = pick(['Apply terms', 'Commit', 'Send for signature', 'Confirm', 'Put in force'])
  const fields = {
    amount: pick(['Amount', 'Value', 'Total price', 'Fee']),
    date: pick(['Close date', 'Valid until', 'Start date']),
    title: pick(['Title', 'Subject', 'Reference name']),
  }
  const keys = pick(['Control+s', 'Control+Enter', 'Alt+k', 'Control+Shift+u'])
  const id = pick([`${1000 + Math.floor(random() * 9000)}`, hash(10).toLowerCase().replace(/^\D/, '7')])
  const address = pick([`/${entity}/${id}`, `/app/${entity}/${id}/edit`, `/#/${entity}/${id}`])
  const isWhole = sends === 'form' || random() < 0.5
  const isNamed = random() < 0.6
  const settings = {
    ...{
      entity,
      label,
      fields,
      keys,
      shadow,
      sends,
      id,
      isWhole,
      isNamed,
      rest: pick(['PATCH', 'PUT', 'POST']),
    },
    ...{
      prefix: pick(['css', 'sc', 'jss', 'styles']),
      isReversed: random() < 0.5,
      operation: pick(['save', 'commit', 'update']),
    },
  }
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8">${random() < 0.5 ? `<meta name="application-name" content="${pick(['Dealroom', 'Termsheet', 'Quotewell'])}">` : ''}<title>${entity}</title>
<style>body{font:15px/1.5 system-ui;margin:48px;max-width:640px}label,.row{display:block;margin:12px 0}button{margin:8px;padding:6px 14px}input{padding:4px 8px}</style></head>
<body><script>const page = ${JSON.stringify(settings)};\n${pageScript}</script></body></html>`
  return { seed, address, label, fields, keys, shadow, sends, isWhole, html }
}

/** Runs in the page, like the bundle of any framework: new class names and ids at every render. */
const pageScript = String.raw`
// What the page itself sees of a person's hands, before anything else of it.
window.heard = []
for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'keydown', 'keyup'])
  addEventListener(type, (event) => window.heard.push(type + ' ' + event.isTrusted), true)
const hash = () => Math.random().toString(36).slice(2, 8)
const keyOf = (label) => label.toLowerCase().replace(/ (\w)/g, (_, letter) => letter.toUpperCase())
const names = { amount: keyOf(page.fields.amount), date: keyOf(page.fields.date), title: keyOf(page.fields.title) }
const saved = { amount: '12,000', date: '2026-11-30', title: 'Big ' + page.entity }
const host = document.createElement(page.shadow === 'light' ? 'main' : 'x-' + hash().replace(/\d/g, 'q'))
document.body.append(host)
const root = page.shadow === 'light' ? host : host.attachShadow({ mode: page.shadow })
const field = (name, type, attributes) => {
  const id = ':r' + hash() + ':'
  const input = '<input id="' + id + '" type="' + type + '" class="' + page.prefix + '-' + hash() + '" value="' + saved[name] + '" ' + attributes + '>'
  return '<div class="row ' + page.prefix + '-' + hash() + '"><label for="' + id + '">' + page.fields[name] + '</label> ' + input + '</div>'
}
function render() {
  const marked = (name) => (page.isNamed ? 'name="' + names[name] + '"' : 'data-testid="' + page.entity + '-' + names[name].toLowerCase() + '"')
  const button = '<button type="submit" class="' + page.prefix + '-' + hash() + '" id="b' + hash() + '" ' + (page.isNamed ? 'data-action="' + page.operation + '-' + page.entity + '"' : '') + '>' + page.label + '</button>'
  const other = '<button type="button" class="' + page.prefix + '-' + hash() + '">Discard</button><button type="button" class="' + page.prefix + '-' + hash() + '">' + page.label + ' later</button>'
  const rows = [field('amount', 'text', marked('amount')), field('date', 'date', marked('date')), field('title', 'text', marked('title'))]
  root.innerHTML = '<section aria-label="Terms"><h1>' + page.entity + '</h1><form action="/unused" method="post">' + rows.join('') +
    '<div>' + (page.isReversed ? other + button : button + other) + '</div></form></section>' +
    '<section hidden><form><button type="submit">' + page.label + '</button></form></section>' +
    '<p><a href="#help">Help</a></p>'
  root.querySelector('section form').addEventListener('submit', (event) => { event.preventDefault(); save() })
}
const inputs = () => [...root.querySelectorAll('section[aria-label=Terms] input')]
function read() {
  const [amount, date, title] = inputs()
  return { amount: amount.value, date: date.value, title: title.value }
}
function bodyOf(now) {
  const values = {}
  for (const name of ['amount', 'date', 'title'])
    if (page.isWhole || now[name] !== saved[name])
      values[names[name]] = name === 'amount' && page.sends !== 'form' ? Number(now.amount.replaceAll(',', '')) : now[name]
  return values
}
window.send = (now) => {
  const values = bodyOf(now)
  const json = { 'content-type': 'application/json' }
  if (page.sends === 'rest') return fetch('/api/' + page.entity + '/' + page.id, { method: page.rest, headers: json, body: JSON.stringify(values) })
  if (page.sends === 'rpc') return fetch('/rpc', { method: 'POST', headers: json, body: JSON.stringify({ method: page.entity + '.' + page.operation, params: { id: page.id, values } }) })
  return fetch('/' + page.entity + '/submit', { method: 'POST', body: new URLSearchParams({ ...values, recordId: page.id, do: page.operation }) })
}
async function save() {
  const now = read()
  try {
    const answer = await window.send(now)
    if (!answer.ok) return
    Object.assign(saved, now)
    render()
  } catch (error) { document.title = String(error) }
}
const [modifiers, key] = [page.keys.split('+').slice(0, -1), page.keys.split('+').at(-1)]
addEventListener('keydown', (event) => {
  const isIt = event.key.toLowerCase() === key.toLowerCase() && event.ctrlKey === modifiers.includes('Control') &&
    event.altKey === modifiers.includes('Alt') && event.shiftKey === modifiers.includes('Shift')
  if (!isIt) return
  event.preventDefault()
  save()
})
render()
// Other traffic of the same page, of which a pack must not become aware.
fetch(page.sends === 'rpc' ? '/rpc' : '/api/views', { method: 'POST', body: JSON.stringify({ method: page.entity + '.read', params: { id: page.id } }) })
window.where = (what) => {
  const element = what === 'button' ? root.querySelector('section form button[type=submit]') : inputs()[['amount', 'date', 'title'].indexOf(what)]
  const box = element.getBoundingClientRect()
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, left: box.x }
}
window.state = () => ({ ...read() })
`

export async function serveGenerated(page: GeneratedPage): Promise<GeneratedSite> {
  const received: GeneratedSite['received'] = []
  const server = createServer((request, response) => void answer(request, response))
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '/'
    if (request.method === 'GET') return void response.setHeader('content-type', 'text/html').end(page.html)
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const body = Buffer.concat(parts).toString()
    if (!body.includes('.read"')) received.push({ method: request.method ?? '', path, body })
    response.setHeader('content-type', 'application/json').end('{"ok":true}')
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    page,
    received,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
