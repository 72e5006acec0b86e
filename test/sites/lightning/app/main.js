import '@lwc/synthetic-shadow'
import { createElement } from 'lwc'
import { send } from 'aura/client'
import DetailPanel from 'records/lwcDetailPanel'
import ModalPanel from 'records/modalLwcDetailPanelWrapper'
import ObjectHome from 'lst/objectHome'
import PathDrawer from 'runtime_sales_pathassistant/collapsibleDrawer'

/* The part of the application around the components, as Aura makes it: pages that stay in the document when another is shown. */
const fields = {
  Opportunity: { Name: 'Acme renewal', Amount: 12000, CloseDate: '2031-05-01', NextStep: '' },
  Account: { Name: 'Acme', AnnualRevenue: 90000 },
}
const shown = new Map()

function recordPage(at, objectName, id) {
  const record = { objectName, id, fields: fields[objectName] }
  const header = element('div', 'actionsContainer')
  header.append(
    button('Edit', () => openModal(record)),
    button('Email', openComposer),
    button('Log a Call', openCall),
  )
  at.append(header)
  if (objectName === 'Opportunity')
    at.append(make('runtime_sales_pathassistant-collapsible-drawer', PathDrawer, { recordId: id }))
  at.append(make('records-lwc-detail-panel', DetailPanel, { record }))
}

/* The buttons of a report are in a document of its own. */
function reportFrame() {
  return Object.assign(element('iframe', 'isView reportsReportBuilder'), { src: '/report-frame', width: 600 })
}

function show() {
  for (const page of shown.values()) {
    page.classList.remove('active')
    page.style.display = 'none'
  }
  const { pathname } = location
  if (!shown.has(pathname)) {
    const at = element('div', 'windowViewMode-normal oneContent')
    const [, , kind, objectName, id] = pathname.split('/')
    if (objectName === 'Report') at.append(reportFrame())
    else if (kind === 'r') recordPage(at, objectName, id)
    else at.append(make('lst-object-home', ObjectHome, {}))
    document.querySelector('.oneOne').append(at)
    shown.set(pathname, at)
  }
  const page = shown.get(pathname)
  page.classList.add('active')
  page.style.display = ''
}

function openModal(record) {
  const modal = element('div', 'modal-container')
  modal.setAttribute('role', 'dialog')
  modal.append(make('records-modal-lwc-detail-panel-wrapper', ModalPanel, { record }))
  modal.addEventListener('saved', () => modal.remove())
  document.body.append(modal)
}

/* What the product's composer sends is not public, so any call stands for it. */
function openComposer() {
  const dock = element('div', 'forceDockingPanel')
  const to = input('To')
  const subject = input('Enter Subject...')
  const outer = frame('CK Editor Container')
  dock.append(to, subject, outer)
  dock.append(
    button(
      'Send',
      () => {
        const inner = outer.contentDocument.querySelector('iframe').contentDocument
        void send('serviceComponent://ui.force.EmailController/ACTION$send', {
          to: to.value,
          subject: subject.value,
          body: inner.body.innerHTML,
        }).then(() => dock.remove())
      },
      'cuf-publisherShareButton',
    ),
  )
  document.body.append(dock)
  const inner = frame('Email Body', outer.contentDocument)
  outer.contentDocument.body.append(inner)
  const { body } = inner.contentDocument
  body.setAttribute('aria-label', 'Email Body')
  body.setAttribute('role', 'textbox')
  body.contentEditable = 'true'
}

function openCall() {
  const dock = element('div', 'forceDockingPanel')
  dock.append(input('Comments'))
  const saved = () =>
    send('serviceComponent://ui.force.RecordGvpController/ACTION$saveQuickActionRecords', {})
  dock.append(button('Save', () => void saved().then(() => dock.remove()), 'cuf-publisherShareButton'))
  document.body.append(dock)
}

function make(name, is, properties) {
  return Object.assign(createElement(name, { is }), properties)
}

function element(name, className, from = document) {
  return Object.assign(from.createElement(name), { className })
}

function button(label, act, className = '') {
  const one = Object.assign(element('button', className), { textContent: label, type: 'button' })
  one.addEventListener('click', act)
  return one
}

function input(placeholder) {
  return Object.assign(element('input', ''), { placeholder })
}

function frame(title, from = document) {
  return Object.assign(element('iframe', '', from), { title })
}

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('nav a')
  if (!link) return
  event.preventDefault()
  history.pushState(null, '', link.getAttribute('href'))
  show()
})
show()
