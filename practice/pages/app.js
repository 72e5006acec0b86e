import { views } from './views.js'
import { words } from './words.js'

const view = document.getElementById('view')
const status = document.getElementById('status')

document.getElementById('honest').textContent = words.honest
const navigation = document.getElementById('navigation')
for (const [hash, label] of [
  ['#/opportunities', words.opportunities],
  ['#/sequences', words.sequences],
  ['#/sent', words.sent],
]) {
  const link = document.createElement('a')
  link.href = hash
  link.textContent = label
  navigation.append(link)
}

async function show() {
  const response = await fetch('/api/book')
  const book = await response.json()
  const [, name = 'opportunities', id = ''] = location.hash.split('/')
  view.replaceChildren(...(views[name] ?? views.opportunities)({ book, id, act, say }))
  for (const link of navigation.children) {
    link.toggleAttribute('aria-current', link.getAttribute('href') === `#/${name}`)
  }
}

/** Every action is one POST to one URL; only the body tells them apart. */
async function act(body, done) {
  try {
    const response = await fetch('/api/actions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const answer = await response.json()
    if (!answer.ok) throw new Error(answer.error)
    say(done)
    await show()
  } catch {
    say(words.failed, true)
  }
}

function say(sentence, isProblem = false) {
  status.textContent = sentence
  status.classList.toggle('problem', isProblem)
}

// A real CRM saves by keyboard without pressing its own button.
addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return
  event.preventDefault()
  document.querySelector('form.record')?.dispatchEvent(new CustomEvent('practice-save'))
})
addEventListener('hashchange', () => {
  say('')
  void show()
})
void show()
