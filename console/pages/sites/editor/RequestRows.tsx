import { t } from '../../../../components/ui/words.ts'
import { CheckCell, ChoiceCell, TextCell } from './cells.tsx'
import type { Path } from './edits.ts'
import { newRequest } from './new-parts.ts'
import { ParseCells } from './ReadCells.tsx'
import { Rows } from './Rows.tsx'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((value) => ({ value, label: value }))
const bodies = ['json', 'form', 'none'] as const

/** The requests that carry the action: how each is known, and what its body says. */
export function RequestRows({ at }: { readonly at: Path }) {
  return (
    <Rows
      path={[...at, 'requests']}
      label={t('sites.field.requests')}
      hint={t('sites.hint.requests')}
      row={(nth) => t('sites.row.request', { nth })}
      add={t('sites.add.request')}
      make={newRequest}
    >
      {(path) => (
        <div className="site-form">
          <div className="site-cells">
            <ChoiceCell
              path={[...path, 'match', 'method']}
              label={t('sites.field.method')}
              options={methods}
            />
            <TextCell
              path={[...path, 'match', 'url']}
              label={t('sites.field.url')}
              hint={t('sites.hint.url')}
              code
            />
            <ChoiceCell
              path={[...path, 'match', 'body']}
              label={t('sites.field.body')}
              options={bodies.map((value) => ({ value, label: t(`sites.body.${value}`) }))}
            />
          </div>
          <TextCell
            path={[...path, 'match', 'each']}
            label={t('sites.field.each')}
            hint={t('sites.hint.each')}
            code
            empty="absent"
          />
          <Rows
            path={[...path, 'match', 'where']}
            label={t('sites.field.where')}
            hint={t('sites.hint.where')}
            row={(nth) => t('sites.row.where', { nth })}
            add={t('sites.add.where')}
            make={() => ({ path: '', equals: '' })}
          >
            {(where) => (
              <>
                <TextCell path={[...where, 'path']} label={t('sites.field.path')} code />
                <TextCell path={[...where, 'equals']} label={t('sites.field.equals')} code />
              </>
            )}
          </Rows>
          <Rows
            path={[...path, 'fields']}
            label={t('sites.field.request-fields')}
            hint={t('sites.hint.request-fields')}
            row={(nth) => t('sites.row.field', { nth })}
            add={t('sites.add.field')}
            make={() => ({ name: 'field', label: '', path: 'field', parse: { as: 'text' } })}
          >
            {(field) => (
              <>
                <TextCell path={[...field, 'name']} label={t('sites.field.name')} code />
                <TextCell path={[...field, 'label']} label={t('sites.field.label')} />
                <TextCell path={[...field, 'path']} label={t('sites.field.path')} code />
                <ParseCells path={[...field, 'parse']} />
              </>
            )}
          </Rows>
          <TextCell
            path={[...path, 'undeclared']}
            label={t('sites.field.undeclared')}
            hint={t('sites.hint.undeclared')}
            code
            empty={null}
          />
          <CheckCell
            path={[...path, 'onlyWhenFieldsPresent']}
            label={t('sites.field.only-fields')}
            hint={t('sites.hint.only-fields')}
          />
        </div>
      )}
    </Rows>
  )
}
