import { Field } from '../../../../components/ui/Field.tsx'
import { Select } from '../../../../components/ui/Select.tsx'
import { t } from '../../../../components/ui/words.ts'
import { TextCell } from './cells.tsx'
import { valueAt, withAt, type Path } from './edits.ts'
import { useEditing } from './editor-context.ts'
import { newSource } from './new-parts.ts'
import { SourceCells } from './ReadCells.tsx'

const ways = ['no', 'none', 'url', 'page'] as const

/** Which record the action is about. */
export function RecordFields({ at }: { readonly at: Path }) {
  const { pack, change } = useEditing()
  const path = [...at, 'record']
  const record = valueAt(pack, path)
  const from = record === null || record === undefined ? 'no' : valueAt(record, ['id', 'from'])
  const type = valueAt(record, ['type'])
  const set = (way: string) => {
    const id =
      way === 'url'
        ? { from: way, template: '/{id}' }
        : way === 'page'
          ? { from: way, source: newSource() }
          : { from: 'none' }
    change(path, withAt(pack, path, way === 'no' ? null : { type: type ?? 'record', id }))
  }
  return (
    <div className="site-cells">
      <Field label={t('sites.field.record')}>
        <Select
          value={typeof from === 'string' ? from : 'no'}
          options={ways.map((value) => ({ value, label: t(`sites.record.${value}`) }))}
          onChange={({ target }) => set(target.value)}
        />
      </Field>
      {from !== 'no' && <TextCell path={[...path, 'type']} label={t('sites.field.record-type')} />}
      {from === 'url' && (
        <TextCell
          path={[...path, 'id', 'template']}
          label={t('sites.field.template')}
          hint={t('sites.hint.template')}
          code
        />
      )}
      {from === 'page' && <SourceCells path={[...path, 'id', 'source']} />}
    </div>
  )
}
