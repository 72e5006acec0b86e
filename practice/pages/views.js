import { words } from './words.js'

const money = new Intl.NumberFormat('en', { minimumFractionDigits: 2 })

/** One function a page: takes the book, gives the nodes. */
export const views = {
  opportunities({ book, act }) {
    const rows = book.opportunities.map((item) =>
      row([
        link(`#/opportunity/${item.id}`, item.name),
        item.account,
        right(money.format(item.amount)),
        item.closeDate,
        item.stage,
      ]),
    )
    const exportButton = button(words.export, 'export', () =>
      act(
        { action: 'export.run', records: book.opportunities.map((item) => item.id) },
        words.exported(book.opportunities.length),
      ),
    )
    return [
      bar(words.opportunities, exportButton),
      table([words.name, words.account, words.amount, words.closeDate, words.stage], rows, 'opportunities'),
    ]
  },

  opportunity({ book, id, act, say }) {
    const item = book.opportunities.find((candidate) => candidate.id === id)
    if (!item) return [make('p', { textContent: words.missing })]
    const amount = field(words.amount, 'amount', money.format(item.amount))
    const closeDate = field(words.closeDate, 'closeDate', item.closeDate, 'date')
    const stage = choice(
      words.stage,
      'stage',
      ['Discovery', 'Proposal', 'Negotiation', 'Won', 'Lost'],
      item.stage,
    )
    const form = make('form', { className: 'record card', noValidate: true })
    form.dataset.opportunity = item.id
    const save = () => {
      const values = {}
      const typed = Number(amount.input.value.replaceAll(',', ''))
      if (typed !== item.amount) values.amount = typed
      if (closeDate.input.value !== item.closeDate) values.closeDate = closeDate.input.value
      if (stage.input.value !== item.stage) values.stage = stage.input.value
      void act({ action: 'opportunity.save', id: item.id, values }, words.saved)
    }
    form.addEventListener('practice-save', save)
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      save()
    })
    form.append(amount.label, closeDate.label, stage.label, button(words.save, 'save', null, 'submit'))
    return [
      bar(item.name, link('#/opportunities', words.back)),
      make('p', { className: 'quiet', textContent: `${item.account} · ${item.contact}` }),
      form,
      composer(item, act, say),
    ]
  },

  sequences({ book }) {
    const rows = book.sequences.map((item) =>
      row([
        link(`#/sequence/${item.id}`, item.name),
        right(item.audience.toLocaleString('en')),
        stateOf(item),
      ]),
    )
    return [bar(words.sequences), table([words.name, words.audience, words.stage], rows, 'sequences')]
  },

  sequence({ book, id, act }) {
    const item = book.sequences.find((candidate) => candidate.id === id)
    if (!item) return [make('p', { textContent: words.missing })]
    const launch = button(words.launch, 'launch', () =>
      act({ action: 'sequence.launch', id: item.id }, words.launchDone),
    )
    launch.disabled = item.launchedAt !== null
    const card = make('section', { className: 'sequence card' })
    const audience = make('p', { className: 'quiet', textContent: `${words.audience}: ` })
    audience.append(make('b', { className: 'audience', textContent: String(item.audience) }))
    card.append(audience, make('p', { className: 'quiet', textContent: stateOf(item) }), launch)
    return [bar(item.name, link('#/sequences', words.backToSequences)), card]
  },

  sent({ book }) {
    const mails = book.mails.map((mail) => row([mail.to, mail.subject, mail.at]))
    const exports = book.exports.map((item) => row([words.records(item.records), item.at]))
    return [
      bar(words.mails),
      mails.length > 0
        ? table([words.to, words.subject, ''], mails, 'mails')
        : make('p', { className: 'quiet', textContent: words.nothing }),
      bar(words.exports),
      exports.length > 0
        ? table(['', ''], exports, 'exports')
        : make('p', { className: 'quiet', textContent: words.nothing }),
    ]
  },
}

function stateOf(item) {
  return item.launchedAt ? words.launched : words.notLaunched
}

function composer(item, act) {
  const form = make('form', { className: 'mail card', noValidate: true })
  const to = field(words.to, 'to', item.contact)
  const subject = field(words.subject, 'subject', '')
  const body = area(words.body, 'body')
  const draft = button(words.useDraft, 'use-draft', () => {
    subject.input.value = words.draftSubject(item)
    body.input.value = words.draftBody(item)
    subject.input.dispatchEvent(new Event('input', { bubbles: true }))
    body.input.dispatchEvent(new Event('input', { bubbles: true }))
  })
  form.dataset.opportunity = item.id
  form.append(
    make('h2', { textContent: words.compose }),
    make('p', { className: 'quiet', textContent: words.assistantHint }),
    draft,
    to.label,
    subject.label,
    body.label,
    button(words.send, 'send', null, 'submit'),
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void act(
      {
        action: 'mail.send',
        opportunity: item.id,
        to: to.input.value,
        subject: subject.input.value,
        body: body.input.value,
      },
      words.mailed,
    )
  })
  return form
}

function make(tag, properties = {}) {
  return Object.assign(document.createElement(tag), properties)
}
function link(href, textContent) {
  return make('a', { href, textContent })
}
function right(textContent) {
  return make('span', { className: 'number', textContent })
}
function bar(title, ...extra) {
  const element = make('div', { className: 'bar' })
  element.append(make('h1', { textContent: title }), ...extra)
  return element
}
function button(textContent, action, onclick, type = 'button') {
  const element = make('button', { textContent, type, onclick })
  element.dataset.action = action
  return element
}
function field(title, name, value, type = 'text') {
  return labelled(title, make('input', { name, value, type, autocomplete: 'off' }))
}
function area(title, name) {
  return labelled(title, make('textarea', { name, rows: 9 }))
}
function choice(title, name, options, value) {
  const select = make('select', { name })
  select.append(
    ...options.map((textContent) => make('option', { textContent, selected: textContent === value })),
  )
  return labelled(title, select)
}
function labelled(title, input) {
  const label = make('label')
  label.append(make('span', { textContent: title }), input)
  return { label, input }
}
function row(cells) {
  const element = make('tr')
  for (const cell of cells) {
    const data = make('td')
    data.append(cell)
    element.append(data)
  }
  return element
}
function table(titles, rows, name) {
  const element = make('table', { className: 'card' })
  element.dataset.table = name
  const head = make('tr')
  head.append(
    ...titles.map((textContent) => (textContent ? make('th', { textContent, scope: 'col' }) : make('td'))),
  )
  const top = make('thead')
  top.append(head)
  const body = make('tbody')
  body.append(...rows)
  element.append(top, body)
  return element
}
