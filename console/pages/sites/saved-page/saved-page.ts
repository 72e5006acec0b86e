import { isSavedAttribute, textOnly } from './harmless.ts'

interface HtmlPolicy {
  readonly createHTML: (html: string) => string
}
interface TrustedTypes {
  readonly createPolicy: (
    name: string,
    rules: { readonly createHTML: (html: string) => string },
  ) => HtmlPolicy
}

// What is parsed here goes into a document without scripts, and everything that could load or run is taken out first.
const policy: HtmlPolicy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy(
  'saved-page',
  {
    createHTML: (html) => html,
  },
) ?? { createHTML: (html) => html }

const active =
  'script,noscript,iframe,frame,frameset,object,embed,applet,portal,base,link,meta[http-equiv],audio,video,source,track'

const keptStyle = 'data-saved-style'
const keptSheet = 'data-saved-sheet'

/** Marks what was found; in a sheet of our own, so that it needs no style in the page. */
const marks = `
  [data-found]{outline:2px solid #2a4ec9!important;outline-offset:2px!important}
  [data-found~=field]{outline-color:#116138!important;outline-style:dashed!important}
  [data-found~=shown]{outline-width:4px!important;box-shadow:0 0 0 8px #2a4ec955!important}
  html,body{block-size:auto!important;max-block-size:none!important;overflow:visible!important}`

/**
 * Shows a saved page in a frame that runs nothing and loads nothing: the frame is sandboxed without scripts, active parts
 * are taken out, and its styles are put back through objects, which needs no inline style. Null when there is no frame yet.
 */
export function showSavedPage(frame: HTMLIFrameElement, html: string): Document | null {
  const shown = frame.contentDocument
  const view = frame.contentWindow as (Window & typeof globalThis) | null
  if (!shown || !view) return null
  const parsed = Document.parseHTMLUnsafe(policy.createHTML(withoutStyles(html)))
  const styles = new Map<Element, string>()
  const sheets = new Map<Document | ShadowRoot, string[]>()
  eachRoot(parsed, (root) => {
    sheets.set(
      root,
      [...root.querySelectorAll(`[${keptSheet}]`)].map((style) => style.textContent),
    )
    root.querySelectorAll(`${active},[${keptSheet}]`).forEach((element) => element.remove())
    root.querySelectorAll('*').forEach((element) => disarm(element, styles))
  })
  shown.replaceChild(shown.adoptNode(parsed.documentElement), shown.documentElement)
  for (const [element, css] of styles) (element as HTMLElement).style.cssText = textOnly(css)
  for (const [root, texts] of sheets) {
    const target = root === parsed ? shown : (root as ShadowRoot)
    target.adoptedStyleSheets = [...texts, marks].map((text) => {
      const sheet = new view.CSSStyleSheet()
      sheet.replaceSync(textOnly(text))
      return sheet
    })
  }
  return shown
}

/**
 * Our own content security policy would refuse inline styles and handlers already while they are parsed, and complain
 * about each. A title is read as plain text like a style and may stand in the same places.
 */
function withoutStyles(html: string): string {
  return html
    .replace(/(\s)style(\s*=)/gi, `$1${keptStyle}$2`)
    .replace(/(\s)on([a-z]+\s*=)/gi, '$1data-saved-on$2')
    .replace(/<style\b/gi, `<title ${keptSheet}`)
    .replace(/<\/style\s*>/gi, '</title>')
}

/** The document and every open shadow root in it, outer ones first. */
export function eachRoot(root: Document | ShadowRoot, visit: (root: Document | ShadowRoot) => void): void {
  visit(root)
  for (const element of root.querySelectorAll('*'))
    if (element.shadowRoot) eachRoot(element.shadowRoot, visit)
}

function disarm(element: Element, styles: Map<Element, string>): void {
  for (const { name, value } of [...element.attributes]) {
    if (name === keptStyle) styles.set(element, value)
    if (!isSavedAttribute(name, value)) element.removeAttribute(name)
  }
}
