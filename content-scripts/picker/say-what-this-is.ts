import { quote } from './attributes.ts'
import { isGenerated } from './generated.ts'

const longest = 80

/** By what a pack can tell this application from another on the same host, the most deliberate first; and its name. */
export function sayWhatThisIs(): { readonly detect: readonly string[]; readonly name: string } {
  const named = ['application-name', 'apple-mobile-web-app-title', 'generator', 'application']
  const metas = named.flatMap((name) => {
    const content = document.querySelector(`meta[name="${name}"]`)?.getAttribute('content') ?? ''
    return content && content.length <= longest && !isGenerated(content)
      ? [{ css: `meta[name="${name}"][content=${quote(content)}]`, content }]
      : []
  })
  const roots = [document.documentElement, document.body, ...document.body.children].flatMap((element) =>
    element
      .getAttributeNames()
      .filter(
        (name) =>
          /^data-(app|application|product)/.test(name) && !isGenerated(element.getAttribute(name) ?? ''),
      )
      .map((name) => `${element.localName}[${name}=${quote(element.getAttribute(name) ?? '')}]`),
  )
  return {
    detect: [...metas.map(({ css }) => css), ...roots].filter((css) => css.length <= 300).slice(0, 3),
    name: (metas[0]?.content ?? location.hostname).slice(0, longest),
  }
}
