import { Card } from '../../../../components/ui/Card.tsx'
import { t } from '../../../../components/ui/words.ts'
import { ScopeRows } from './ScopeRows.tsx'
import { TextCell } from './cells.tsx'
import { Rows } from './Rows.tsx'

/** What is said once for the whole application: where it is, and how a page is known to be of it. */
export function PackFields() {
  return (
    <Card title={t('sites.edit.pack')} text={t('sites.edit.pack-text')}>
      <div className="site-form">
        <TextCell path={['name']} label={t('sites.field.name')} />
        <Rows
          path={['hosts']}
          label={t('sites.field.hosts')}
          hint={t('sites.hint.hosts')}
          row={(nth) => t('sites.row.host', { nth })}
          add={t('sites.add.host')}
          make={() => 'https://'}
        >
          {(path) => <TextCell path={path} label={t('sites.field.host')} code />}
        </Rows>
        <Rows
          path={['detect']}
          label={t('sites.field.detect')}
          hint={t('sites.hint.detect')}
          row={(nth) => t('sites.row.detect', { nth })}
          add={t('sites.add.detect')}
          make={() => ''}
        >
          {(path) => <TextCell path={path} label={t('sites.field.css')} code />}
        </Rows>
        <TextCell path={['account']} label={t('sites.field.account')} hint={t('sites.hint.account')} code />
        <ScopeRows />
      </div>
    </Card>
  )
}
