import type { CDPSession, Page } from 'playwright-core'

/** One element found inside a closed shadow root, with what a person sees of it. */
export interface ClosedElement {
  /** Lower-case tag name. */
  readonly tag: string
  readonly attributes: Readonly<Record<string, string>>
  /** Accessible name as the browser computes it: `aria-label`, else the text. */
  readonly name: string
  readonly role: string
  /** What is written in it. */
  readonly text: string
  /** In CSS px of the viewport; null when it has no box. */
  readonly box: {
    readonly x: number
    readonly y: number
    readonly width: number
    readonly height: number
  } | null
  /** A trusted mouse click in the middle of it, as a person's hand does. */
  click(): Promise<void>
}

interface Node {
  readonly backendNodeId: number
  readonly nodeName: string
  readonly nodeType: number
  readonly nodeValue: string
  readonly attributes?: readonly string[]
  readonly children?: readonly Node[]
  readonly shadowRoots?: readonly (Node & { readonly shadowRootType?: string })[]
  /** Of a frame of the same process. */
  readonly contentDocument?: Node
}

/**
 * Elements inside the closed shadow roots of a page, which neither the page's scripts nor Playwright's locators reach.
 * `selects` picks by tag and attributes; with none, every button. Frames of the page are looked into where it is asked for.
 */
export async function closedElements(
  page: Page,
  selects: (tag: string, attributes: Readonly<Record<string, string>>) => boolean = (tag) => tag === 'button',
  inFrames = false,
): Promise<readonly ClosedElement[]> {
  const session = await page.context().newCDPSession(page)
  try {
    // One tree for all of them; without it each question below builds the tree of the whole page anew.
    await session.send('Accessibility.enable')
    const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true })
    const picked = inClosedRoots(root, false, inFrames).filter((node) =>
      selects(tagOf(node), attributesOf(node)),
    )
    const found: ClosedElement[] = []
    for (const node of picked) found.push(await describe(page, session, node))
    return found
  } finally {
    await session.detach()
  }
}

function inClosedRoots(node: Node, inside: boolean, inFrames: boolean): readonly Node[] {
  const own = inside && node.nodeType === 1 ? [node] : []
  const roots = (node.shadowRoots ?? []).flatMap((root) =>
    inClosedRoots(root, inside || root.shadowRootType === 'closed', inFrames),
  )
  const frame = inFrames && node.contentDocument ? [node.contentDocument] : []
  const below = [
    ...(node.children ?? []).flatMap((child) => inClosedRoots(child, inside, inFrames)),
    ...frame.flatMap((document) => inClosedRoots(document, false, inFrames)),
  ]
  return [...own, ...roots, ...below]
}

async function describe(page: Page, session: CDPSession, node: Node): Promise<ClosedElement> {
  const { backendNodeId } = node
  // Nodes can go while they are read; one without a box or a name is answered as such.
  const { nodes } = await session
    .send('Accessibility.getPartialAXTree', { backendNodeId, fetchRelatives: false })
    .catch(() => ({ nodes: [] }))
  const model = await session.send('DOM.getBoxModel', { backendNodeId }).catch(() => null)
  const box = model && boxOf(model.model.border)
  return {
    tag: tagOf(node),
    attributes: attributesOf(node),
    name: String(nodes[0]?.name?.value || attributesOf(node)['aria-label'] || ''),
    role: String(nodes[0]?.role?.value ?? ''),
    text: textOf(node),
    box,
    click: () => clickNode(page, backendNodeId),
  }
}

/** Where it is now, not where it was when it was found: pages and badges move. */
async function clickNode(page: Page, backendNodeId: number): Promise<void> {
  const session = await page.context().newCDPSession(page)
  try {
    await session.send('DOM.scrollIntoViewIfNeeded', { backendNodeId })
    const { model } = await session.send('DOM.getBoxModel', { backendNodeId })
    const { x, y, width, height } = boxOf(model.border)
    await page.mouse.click(x + width / 2, y + height / 2)
  } finally {
    await session.detach()
  }
}

function boxOf(quad: readonly number[]): NonNullable<ClosedElement['box']> {
  const xs = quad.filter((_, index) => index % 2 === 0)
  const ys = quad.filter((_, index) => index % 2 === 1)
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
}

function textOf(node: Node): string {
  return node.nodeType === 3 ? node.nodeValue : (node.children ?? []).map(textOf).join('')
}

function tagOf(node: Node): string {
  return node.nodeName.toLowerCase()
}

function attributesOf(node: Node): Readonly<Record<string, string>> {
  const flat = node.attributes ?? []
  const pairs: [string, string][] = []
  for (let index = 0; index < flat.length; index += 2) pairs.push([flat[index] ?? '', flat[index + 1] ?? ''])
  return Object.fromEntries(pairs)
}
