import type { ReactNode } from 'react'
import { Field } from '../../../../components/ui/Field.tsx'
import { Select } from '../../../../components/ui/Select.tsx'
import { t } from '../../../../components/ui/words.ts'
import type { RegisterEntry } from '../../../../protocol/http/register.ts'
import { CheckCell, ChoiceCell, NumberCell, TextCell } from './cells.tsx'
import { ControlFields } from './ControlFields.tsx'
import { useEditing } from './editor-context.ts'
import { listAt, type Path } from './edits.ts'
import { newField, newSource } from './new-parts.ts'
import { ParseCells, SourceCells } from './ReadCells.tsx'
import { RecordFields } from './RecordFields.tsx'
import { RequestRows } from './RequestRows.tsx'
import { Rows } from './Rows.tsx'
import { TriggerRows } from './TriggerRows.tsx'

const backstops = ['network', 'page-world', 'none'] as const

interface SurfaceFieldsProps {
  readonly at: Path
  readonly workflow: string | null
  readonly workflows: readonly RegisterEntry[]
  readonly onWorkflow: (workflow: string | null) => void
}

/** One governed place, from what it is called to what stands behind it. */
export function SurfaceFields({ at, workflow, workflows, onWorkflow }: SurfaceFieldsProps) {
  const { pack, findings } = useEditing()
  const unbound = findings.find(
    ({ code, path }) => /^(SURFACE_UNBOUND|WORKFLOW_UNKNOWN)$/.test(code) && path[1] === at[1],
  )
  const rest = ['recipients', 'content'].reduce((sum, key) => sum + listAt(pack, [...at, key]).length, 0)
  return (
    <div className="site-form">
      <div className="site-cells">
        <TextCell path={[...at, 'name']} label={t('sites.field.name')} hint={t('sites.hint.surface-name')} />
        <TextCell path={[...at, 'id']} label={t('sites.field.id')} code />
        <TextCell
          path={[...at, 'operation']}
          label={t('sites.field.operation')}
          hint={t('sites.hint.operation')}
          code
        />
      </div>
      <Field label={t('sites.field.workflow')} hint={t('sites.hint.workflow')} error={unbound?.sentence}>
        <Select
          value={workflow ?? ''}
          placeholder={t('sites.workflow.none')}
          options={workflows.map(({ id, name, tier }) => ({
            value: id,
            label: tier === null ? name : `${name} – ${t(`tier.${tier}`)}`,
          }))}
          onChange={({ target }) => onWorkflow(target.value === '' ? null : target.value)}
        />
      </Field>
      <Part title={t('sites.part.where')} text={t('sites.part.where-text')}>
        <ControlFields at={at} />
      </Part>
      <Part title={t('sites.part.when')} text={t('sites.part.when-text')}>
        <Rows
          path={[...at, 'when', 'url']}
          label={t('sites.field.when-url')}
          hint={t('sites.hint.when-url')}
          row={(nth) => t('sites.row.address', { nth })}
          add={t('sites.add.address')}
          make={() => '/*'}
        >
          {(path) => <TextCell path={path} label={t('sites.field.url')} code />}
        </Rows>
        {(['present', 'absent'] as const).map((key) => (
          <Rows
            key={key}
            path={[...at, 'when', key]}
            label={t(`sites.field.when-${key}`)}
            row={(nth) => t('sites.row.place', { nth })}
            add={t('sites.add.place')}
            make={newSource}
          >
            {(path) => <SourceCells path={path} />}
          </Rows>
        ))}
      </Part>
      <Part title={t('sites.part.start')} text={t('sites.part.start-text')}>
        <TriggerRows at={at} />
      </Part>
      <Part title={t('sites.part.read')} text={t('sites.part.read-text')}>
        <RecordFields at={at} />
        <Rows
          path={[...at, 'fields']}
          label={t('sites.field.fields')}
          row={(nth) => t('sites.row.field', { nth })}
          add={t('sites.add.field')}
          make={newField}
        >
          {(path) => (
            <>
              <TextCell path={[...path, 'name']} label={t('sites.field.name')} code />
              <TextCell path={[...path, 'label']} label={t('sites.field.label')} />
              <SourceCells path={[...path, 'from']} />
              <ParseCells path={[...path, 'parse']} />
              <CheckCell path={[...path, 'required']} label={t('sites.field.required')} />
            </>
          )}
        </Rows>
        <CheckCell
          path={[...at, 'onlyChanges']}
          label={t('sites.field.only-changes')}
          hint={t('sites.hint.only-changes')}
        />
        {rest > 0 && <p className="ui-field-hint">{t('sites.rest', { count: rest })}</p>}
      </Part>
      <Part title={t('sites.part.request')} text={t('sites.part.request-text')}>
        <RequestRows at={at} />
      </Part>
      <Part title={t('sites.part.after')} text={t('sites.part.after-text')}>
        <Rows
          path={[...at, 'success', 'status']}
          label={t('sites.field.status')}
          row={(nth) => t('sites.row.status', { nth })}
          add={t('sites.add.status')}
          make={() => 200}
        >
          {(path) => <NumberCell path={path} label={t('sites.field.status-code')} />}
        </Rows>
        <TextCell
          path={[...at, 'success', 'absent']}
          label={t('sites.field.failure')}
          hint={t('sites.hint.failure')}
          code
          empty={null}
        />
        <ChoiceCell
          path={[...at, 'backstop']}
          label={t('sites.field.backstop')}
          hint={t('sites.hint.backstop')}
          options={backstops.map((value) => ({ value, label: t(`sites.backstop.${value}`) }))}
        />
      </Part>
    </div>
  )
}

function Part({
  title,
  text,
  children,
}: {
  readonly title: string
  readonly text: string
  readonly children: ReactNode
}) {
  return (
    <details className="site-part" open>
      <summary>
        <h3>{title}</h3>
        <span>{text}</span>
      </summary>
      <div className="site-form">{children}</div>
    </details>
  )
}
