import { Button } from '../../../../components/ui/Button.tsx'
import { Field } from '../../../../components/ui/Field.tsx'
import { Select } from '../../../../components/ui/Select.tsx'
import { t } from '../../../../components/ui/words.ts'
import { ChoiceCell, NumberCell, TextCell } from './cells.tsx'
import { valueAt, withAt, type Path } from './edits.ts'
import { useEditing } from './editor-context.ts'
import { newLocator } from './new-parts.ts'
import { Rows } from './Rows.tsx'
import { scopesOf } from './ScopeRows.tsx'

const kinds = ['attribute', 'role', 'text', 'position', 'entity'] as const

/** The control and its weighted locators: the element with the highest sum at or above the threshold is it. */
export function ControlFields({ at }: { readonly at: Path }) {
  const { pack, change } = useEditing()
  const path = [...at, 'control']
  const control = valueAt(pack, path)
  if (control === null || control === undefined) {
    const made = { scope: 'document', locators: [newLocator()], threshold: 1 }
    return (
      <div className="site-none">
        <p>{t('sites.control.none')}</p>
        <Button size="small" onClick={() => change(path, withAt(pack, path, made))}>
          {t('sites.control.add')}
        </Button>
      </div>
    )
  }
  return (
    <>
      <div className="site-cells">
        <ScopeCell path={[...path, 'scope']} />
        <NumberCell
          path={[...path, 'threshold']}
          label={t('sites.field.threshold')}
          hint={t('sites.hint.threshold', { weight: weightOf(control) })}
        />
      </div>
      <Rows
        path={[...path, 'locators']}
        label={t('sites.field.locators')}
        row={(nth) => t('sites.row.locator', { nth })}
        add={t('sites.add.locator')}
        make={newLocator}
      >
        {(locator) => <LocatorCells path={locator} />}
      </Rows>
      <div>
        <Button size="small" variant="quiet" onClick={() => change(path, withAt(pack, path, null))}>
          {t('sites.control.remove')}
        </Button>
      </div>
    </>
  )
}

function LocatorCells({ path }: { readonly path: Path }) {
  const { pack, change } = useEditing()
  const by = valueAt(pack, [...path, 'by'])
  const weight = valueAt(pack, [...path, 'weight'])
  const css = valueAt(pack, [...path, 'css'])
  const set = (kind: string) => {
    const own = { by: kind, weight }
    const shape = typeof css === 'string' ? css : 'button'
    const made =
      kind === 'role'
        ? { ...own, role: 'button', name: '' }
        : kind === 'text'
          ? { ...own, text: '' }
          : kind === 'position'
            ? { ...own, css: shape, index: 0 }
            : kind === 'entity'
              ? { ...own, css: shape, entity: '' }
              : { ...own, css: shape }
    change(path, withAt(pack, path, made))
  }
  return (
    <>
      <Field label={t('sites.field.kind')}>
        <Select
          value={typeof by === 'string' ? by : ''}
          options={kinds.map((value) => ({ value, label: t(`sites.locator.${value}`) }))}
          onChange={({ target }) => set(target.value)}
        />
      </Field>
      {by === 'role' && <TextCell path={[...path, 'role']} label={t('sites.field.role')} code />}
      {by === 'role' && <TextCell path={[...path, 'name']} label={t('sites.field.accessible-name')} />}
      {by === 'text' && <TextCell path={[...path, 'text']} label={t('sites.field.text')} />}
      {by === 'entity' && <TextCell path={[...path, 'entity']} label={t('sites.field.entity')} code />}
      {by !== 'role' && by !== 'text' && (
        <TextCell path={[...path, 'css']} label={t('sites.field.css')} code />
      )}
      {by === 'position' && <NumberCell path={[...path, 'index']} label={t('sites.field.index')} />}
      <NumberCell path={[...path, 'weight']} label={t('sites.field.weight')} />
    </>
  )
}

export function ScopeCell({ path }: { readonly path: Path }) {
  const { pack } = useEditing()
  const names = ['document', ...scopesOf(pack).map(([name]) => name)]
  const current = valueAt(pack, path)
  const all = typeof current === 'string' && !names.includes(current) ? [...names, current] : names
  return (
    <ChoiceCell
      path={path}
      label={t('sites.field.scope')}
      options={all.map((value) => ({
        value,
        label: value === 'document' ? t('sites.scope.document') : value,
      }))}
    />
  )
}

function weightOf(control: unknown): number {
  const locators = valueAt(control, ['locators'])
  const weights = Array.isArray(locators) ? locators.map((one) => Number(valueAt(one, ['weight']))) : []
  return weights.filter(Number.isFinite).reduce((sum, one) => sum + one, 0)
}
