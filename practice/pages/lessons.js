import { words } from './words.js'

/*
 * Three lessons. A step is done when the server says so, which it does when the extension recorded it: pressing anything
 * on this strip completes nothing.
 */
const steps = [
  { id: 'use-suggestion', link: '#/opportunity/2' },
  { id: 'override-suggestion', link: '#/opportunity/4' },
  { id: 'escalate', link: '#/opportunity/1' },
]
const every = 3000
const strip = document.getElementById('lessons')
const time = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })
let shown = ''

async function look() {
  if (document.visibilityState !== 'visible') return
  const progress = await read()
  if (!progress.available) return
  show(progress.completed)
  if (steps.every(({ id }) => progress.completed.some(({ lesson }) => lesson === id))) clearInterval(timer)
}

async function read() {
  try {
    const response = await fetch('/api/lessons')
    return await response.json()
  } catch {
    return { available: false, completed: [] }
  }
}

function show(completed) {
  const done = new Map(completed.map(({ lesson, at }) => [lesson, at]))
  const state = JSON.stringify([...done])
  if (state === shown) return
  shown = state
  const list = document.createElement('ol')
  for (const { id, link } of steps) list.append(step(id, link, done.get(id)))
  const title = Object.assign(document.createElement('h2'), {
    textContent: words.lessons,
    id: 'lessons-title',
  })
  const count = steps.filter(({ id }) => done.has(id)).length
  const progress = document.createElement('p')
  progress.className = 'quiet'
  progress.setAttribute('role', 'status')
  progress.textContent = words.lessonsDone(count, steps.length)
  strip.replaceChildren(title, progress, list)
  strip.hidden = false
}

function step(id, href, doneAt) {
  const item = document.createElement('li')
  item.dataset.lesson = id
  item.toggleAttribute('data-done', doneAt !== undefined)
  const { title, how } = words.lesson[id]
  const link = Object.assign(document.createElement('a'), { href, textContent: words.lessonStart })
  link.setAttribute('aria-label', words.lessonStartOf(title))
  item.append(
    Object.assign(document.createElement('strong'), { textContent: title }),
    Object.assign(document.createElement('span'), { textContent: how }),
    doneAt === undefined
      ? link
      : Object.assign(document.createElement('em'), {
          textContent: words.lessonDone(time.format(new Date(doneAt))),
        }),
  )
  return item
}

const timer = setInterval(() => void look(), every)
document.addEventListener('visibilitychange', () => void look())
void look()
