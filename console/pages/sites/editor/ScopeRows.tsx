import { Button } from '../../../../components/ui/Button.tsx'
import { Field } from '../../../../components/ui/Field.tsx'
import { Icon } from '../../../../components/ui/Icon.tsx'
import { TextInput } from '../../../../components/ui/TextInput.tsx'
import { t } from '../../../../components/ui/words.ts'
import { valueAt, withAt } from './edits.ts'
import { useEditing } from './editor-context.ts'
import { TextCell } from './cells.tsx'

/** Parts of a page by name. A name that surfaces use is changed in all of them. */
export function ScopeRows() {
  const { pack, change } = useEditing()
  const scopes = scopesOf(pack)

  function rename(from: string, to: string) {
    const entries = scopes.map(([name, css]) => [name === from ? to : name, css])
    const surfaces = renamed(valueAt(pack, ['surfaces']), from, to)
    change(
      ['scopes', from],
      withAt(withAt(pack, ['scopes'], Object.fromEntries(entries)), ['surfaces'], surfaces),
    )
  }
  function add() {
    const used = new Set(scopes.map(([name]) => name))
    const nth = [...Array(scopes.length + 1).keys()].find((index) => !used.has(`part-${index + 1}`)) ?? 0
    change(['scopes'], withAt(pack, ['scopes', `part-${nth + 1}`], ''))
  }

  return (
    <div className="site-rows" role="group" aria-label={t('sites.field.scopes')}>
      <p className="site-rows-label">{t('sites.field.scopes')}</p>
      <p className="ui-field-hint">{t('sites.hint.scopes')}</p>
      {scopes.map(([name], index) => (
        <div
          className="site-row"
          role="group"
          aria-label={t('sites.row.scope', { nth: index + 1 })}
          key={index}
        >
          <div className="site-row-cells">
            <Field label={t('sites.field.scope-name')}>
              <TextInput
                className="ui-input-mono"
                dir="ltr"
                value={name}
                onChange={({ target }) => {
                  // Two scopes of one name would be one: the second keeps its own until it differs.
                  if (!scopes.some(([other]) => other === target.value)) rename(name, target.value)
                }}
              />
            </Field>
            <TextCell path={['scopes', name]} label={t('sites.field.css')} code />
          </div>
          <Button
            variant="quiet"
            size="small"
            aria-label={t('sites.remove', { what: t('sites.row.scope', { nth: index + 1 }) })}
            onClick={() => change(['scopes'], withAt(pack, ['scopes', name], undefined))}
          >
            <Icon name="close" />
          </Button>
        </div>
      ))}
      <div>
        <Button size="small" onClick={add}>
          {t('sites.add.scope')}
        </Button>
      </div>
    </div>
  )
}

export function scopesOf(pack: unknown): readonly (readonly [string, unknown])[] {
  const scopes = valueAt(pack, ['scopes'])
  return typeof scopes === 'object' && scopes !== null ? Object.entries(scopes) : []
}

function renamed(value: unknown, from: string, to: string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, from, to))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      key === 'scope' && part === from ? to : renamed(part, from, to),
    ]),
  )
}
