import { Field } from '../../../../components/ui/Field.tsx'
import { Select } from '../../../../components/ui/Select.tsx'
import { t } from '../../../../components/ui/words.ts'
import { TextCell } from './cells.tsx'
import { ScopeCell } from './ControlFields.tsx'
import { valueAt, withAt, type Path } from './edits.ts'
import { useEditing } from './editor-context.ts'
import { newParse } from './new-parts.ts'

const forms = ['text', 'html', 'number', 'date', 'date-parts', 'boolean', 'addresses'] as const

/** Where in the page a value stands. */
export function SourceCells({ path }: { readonly path: Path }) {
  return (
    <>
      <ScopeCell path={[...path, 'scope']} />
      <TextCell path={[...path, 'css']} label={t('sites.field.css')} code />
      <TextCell
        path={[...path, 'property']}
        label={t('sites.field.property')}
        hint={t('sites.hint.property')}
        code
      />
    </>
  )
}

/** How a raw value becomes the one that rules compare. */
export function ParseCells({ path }: { readonly path: Path }) {
  const { pack, change } = useEditing()
  const as = valueAt(pack, [...path, 'as'])
  const members = as === 'number' ? ['group', 'decimal'] : as === 'date' ? ['format'] : []
  return (
    <>
      <Field label={t('sites.field.parse')}>
        <Select
          value={typeof as === 'string' ? as : ''}
          options={forms.map((value) => ({ value, label: t(`sites.parse.${value}`) }))}
          onChange={({ target }) => change(path, withAt(pack, path, newParse(target.value)))}
        />
      </Field>
      {(as === 'date-parts' ? ['year', 'month', 'day'] : members).map((member) => (
        <TextCell key={member} path={[...path, member]} label={t(`sites.field.${member}`)} code />
      ))}
    </>
  )
}
