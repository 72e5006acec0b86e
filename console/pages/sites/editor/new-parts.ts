import type { SitePack, Surface } from '../../../../protocol/site-pack.ts'

/** A pack to begin with: it can be saved at once and governs nothing before its surface is filled in and bound. */
export function newPack(id: string, name: string, host: string): SitePack {
  return {
    ...{ format: 1, id, name, version: 1, hosts: [host], detect: ['body'], account: '/*', scopes: {} },
    surfaces: [newSurface('first-action', name)],
  }
}

export function newSurface(id: string, name: string): Surface {
  return {
    ...{ id, name, operation: id },
    when: { url: [], present: [], absent: [] },
    control: { scope: 'document', locators: [newLocator()], threshold: 1 },
    triggers: [{ on: 'click' }],
    ...{ record: null, fields: [], onlyChanges: false, recipients: [], content: [], volume: null },
    requests: [],
    success: { status: [200], absent: null },
    backstop: 'none',
  }
}

export function newLocator() {
  return { by: 'attribute' as const, css: 'button[type="submit"]', weight: 1 }
}

export function newField() {
  return {
    ...{ name: 'field', label: '', required: false },
    from: newSource(),
    parse: { as: 'text' as const },
  }
}

export function newSource() {
  return { scope: 'document', css: 'input', property: 'value' }
}

export function newRequest() {
  return {
    match: { method: 'POST' as const, url: '/', body: 'json' as const, where: [] },
    ...{ record: null, fields: [], recipients: [], content: [], volume: null, undeclared: null },
    onlyWhenFieldsPresent: false,
  }
}

/** A value of a kind: the members of the kind before that it does not have are gone. */
export function newParse(as: string) {
  switch (as) {
    case 'number':
      return { as, group: ',', decimal: '.' }
    case 'date':
      return { as, format: 'YYYY-MM-DD' }
    case 'date-parts':
      return { as, year: 'year', month: 'month', day: 'day' }
    default:
      return { as }
  }
}
