import { Field } from '../../../../components/ui/Field.tsx'
import { Select } from '../../../../components/ui/Select.tsx'
import { t } from '../../../../components/ui/words.ts'
import { TextCell } from './cells.tsx'
import { valueAt, withAt, type Path } from './edits.ts'
import { useEditing } from './editor-context.ts'
import { Rows } from './Rows.tsx'

const kinds = ['click', 'keys', 'submit', 'drag'] as const
const made = {
  click: { on: 'click' },
  keys: { on: 'keys', keys: 'Mod+Enter' },
  submit: { on: 'submit', css: 'form' },
  drag: { on: 'drag', source: '[draggable]', target: '' },
} as const

/** By which gestures the action can be started. */
export function TriggerRows({ at }: { readonly at: Path }) {
  return (
    <Rows
      path={[...at, 'triggers']}
      label={t('sites.field.triggers')}
      row={(nth) => t('sites.row.trigger', { nth })}
      add={t('sites.add.trigger')}
      make={() => made.keys}
    >
      {(path) => <TriggerCells path={path} />}
    </Rows>
  )
}

function TriggerCells({ path }: { readonly path: Path }) {
  const { pack, change } = useEditing()
  const on = valueAt(pack, [...path, 'on'])
  return (
    <>
      <Field label={t('sites.field.gesture')}>
        <Select
          value={typeof on === 'string' ? on : ''}
          options={kinds.map((value) => ({ value, label: t(`sites.trigger.${value}`) }))}
          onChange={({ target }) => {
            const kind = kinds.find((each) => each === target.value) ?? 'click'
            change(path, withAt(pack, path, made[kind]))
          }}
        />
      </Field>
      {on === 'keys' && (
        <TextCell path={[...path, 'keys']} label={t('sites.field.keys')} hint={t('sites.hint.keys')} code />
      )}
      {on === 'submit' && <TextCell path={[...path, 'css']} label={t('sites.field.form')} code />}
      {on === 'drag' && <TextCell path={[...path, 'source']} label={t('sites.field.drag-source')} code />}
      {on === 'drag' && <TextCell path={[...path, 'target']} label={t('sites.field.drag-target')} code />}
    </>
  )
}
