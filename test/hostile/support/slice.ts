import type { Slice } from '../../../policy/slice.ts'
import type { Surface } from '../../../protocol/site-pack.ts'
import { buildSlice, pressSurface } from '../../content-scripts/support/slices.ts'

const request = pressSurface.requests[0]!
const carried = (match: Partial<(typeof request)['match']>) => ({
  ...request,
  match: { ...request.match, where: [], ...match },
})

/** URL and method alone say what it is: the network stops it wherever in the browser it comes from. */
const byAddress: Surface = {
  ...pressSurface,
  id: 'by-address',
  name: 'Launch by address',
  operation: 'campaign.start',
  control: null,
  triggers: [],
  requests: [
    carried({ url: '/launches/{id}', body: 'none' }),
    carried({ url: '/do?*action=launch*', body: 'none' }),
    carried({ method: 'GET', url: '/do?*action=launch*', body: 'none' }),
  ],
  backstop: 'network',
}

/** One URL carries everything and the application may send it from a worker: nothing behind the control can tell. */
const inBackground: Surface = {
  ...byAddress,
  id: 'in-background',
  name: 'Launch in the background',
  operation: 'background.launch',
  requests: [carried({ where: [{ path: 'action', equals: 'background.launch' }] })],
  backstop: 'none',
}

/** A file made in the page: there is no request at all. */
const exporting: Surface = {
  ...pressSurface,
  id: 'export',
  name: 'Export a list',
  operation: 'list.export',
  control: {
    scope: 'document',
    locators: [{ by: 'attribute', css: '[data-action="export"]', weight: 4 }],
    threshold: 4,
  },
  triggers: [{ on: 'click' }, { on: 'drag', source: '.card', target: '.won' }],
  requests: [],
  backstop: 'none',
}

/** A letter is another one when it goes to somebody else. */
const addressed = (surface: Surface): Surface => ({
  ...surface,
  requests: surface.requests.map((one) => ({
    ...one,
    fields: [{ name: 'to', label: 'To', path: 'to', parse: { as: 'text' } }],
  })),
})

/** Deals above 50,000 and everything else on these pages wants an approval. */
export function hostileSlice(): Slice {
  const slice = buildSlice({ launch: 3, post: 3, surfaces: [byAddress, inBackground, exporting] })
  const [, campaigns] = slice.workflows
  const others = [byAddress, inBackground, exporting].map(({ id }) => `test/${id}`)
  const surfaces = slice.pack.surfaces.map((surface) =>
    surface.id === 'post' ? addressed(surface) : surface,
  )
  return {
    ...slice,
    pack: { ...slice.pack, surfaces },
    workflows: [...slice.workflows, { ...campaigns!, id: 'others', name: 'others', surfaces: others }],
  }
}
