/** Changes that the next version of a page could bring, each to one kind of evidence. Run in the page, on `target`. */
export const mutations: Readonly<Record<string, string>> = {
  'nothing changed': '',
  'its label renamed': `
    const label = target.localName === 'input' ? 'value' : 'textContent'
    if (target.hasAttribute('aria-label')) target.setAttribute('aria-label', 'Weiter')
    if (target.hasAttribute('title')) target.setAttribute('title', 'Weiter')
    target[label] = 'Weiter'`,
  'everything translated': `
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) if (walk.currentNode.data.trim() && !walk.currentNode.parentElement.closest('script,style'))
      walk.currentNode.data = 'Ü ' + [...walk.currentNode.data].reverse().join('')
    for (const one of document.querySelectorAll('[aria-label],[title],[placeholder]'))
      for (const name of ['aria-label', 'title', 'placeholder'])
        if (one.hasAttribute(name)) one.setAttribute(name, 'Ü' + one.getAttribute(name))`,
  'its own attributes gone': `
    for (const name of target.getAttributeNames())
      if (/^(data-|name$|id$|class$)/.test(name)) target.removeAttribute(name)`,
  wrapped: `
    for (let turn = 0; turn < 2; turn += 1) {
      const wrap = document.createElement('div')
      target.replaceWith(wrap)
      wrap.append(target)
    }`,
  'moved to the end of its row': 'target.parentElement.append(target)',
  'moved to the front of its row': 'target.parentElement.prepend(target)',
  'classes and ids made anew': `
    for (const one of document.querySelectorAll('[class*="css-"],[class*="sc-"]')) one.className = 'css-' + Math.random().toString(36).slice(2, 8)
    for (const one of document.querySelectorAll('[id]')) one.id = ':r' + Math.random().toString(36).slice(2, 4) + ':'`,
  'mirrored and at 400 %': "document.documentElement.dir = 'rtl'; document.body.style.zoom = '4'",
}
