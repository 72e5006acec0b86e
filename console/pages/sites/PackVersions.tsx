import { useState } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Card } from '../../../components/ui/Card.tsx'
import { DataTable } from '../../../components/ui/DataTable.tsx'
import { EmptyState } from '../../../components/ui/EmptyState.tsx'
import { formatDate, t } from '../../../components/ui/words.ts'
import type { PackDetail, PackPublication, PackVersion } from '../../../protocol/http/packs.ts'
import { PublishPackDialog } from './PublishPackDialog.tsx'
import { VersionDiff } from './VersionDiff.tsx'

interface PackVersionsProps {
  readonly detail: PackDetail
  readonly onChanged: (detail: PackDetail) => void
}

/** What was published when and by whom, how each differs from what is in force, and the way back to it. */
export function PackVersions({ detail, onChanged }: PackVersionsProps) {
  const [shown, setShown] = useState<number | null>(null)
  const [back, setBack] = useState<PackPublication['source'] | null>(null)
  const current = detail.state === 'built-in' ? null : detail.version
  return (
    <div className="site-stack">
      <Card
        title={t('sites.versions.title')}
        text={t('sites.versions.text')}
        actions={
          detail.isBuiltIn &&
          current !== null && (
            <Button onClick={() => setBack({ from: 'built-in' })}>{t('sites.versions.built-in')}</Button>
          )
        }
        flush
      >
        <DataTable
          label={t('sites.versions.table')}
          rows={detail.versions}
          rowKey={({ version }) => String(version)}
          selected={shown === null ? null : String(shown)}
          empty={<EmptyState title={t('sites.versions.none')} text={t('sites.versions.none-text')} />}
          columns={[
            {
              key: 'version',
              header: t('sites.column.version'),
              cell: ({ version }) => t('version.number', { version }),
            },
            {
              key: 'at',
              header: t('sites.versions.at'),
              cell: ({ publishedAt }) => <span className="nowrap">{formatDate(publishedAt)}</span>,
            },
            {
              key: 'by',
              header: t('sites.versions.by'),
              cell: ({ publishedBy }) => <bdi>{publishedBy?.name ?? '–'}</bdi>,
            },
            {
              key: 'note',
              header: t('sites.note'),
              cell: ({ note }) => <bdi>{note === '' ? '–' : note}</bdi>,
            },
            {
              key: 'do',
              header: <span className="ui-hidden">{t('sites.versions.do')}</span>,
              cell: (row) => (
                <Actions
                  row={row}
                  isCurrent={row.version === current}
                  onDiff={() => setShown(row.version === shown ? null : row.version)}
                  onBack={() => setBack({ from: 'version', version: row.version })}
                />
              ),
            },
          ]}
        />
      </Card>
      {shown !== null && <VersionDiff detail={detail} version={shown} />}
      <PublishPackDialog
        open={back !== null}
        detail={detail}
        source={back}
        onClose={() => setBack(null)}
        onPublished={(next) => {
          setBack(null)
          setShown(null)
          onChanged(next)
        }}
      />
    </div>
  )
}

interface ActionsProps {
  readonly row: PackVersion
  readonly isCurrent: boolean
  readonly onDiff: () => void
  readonly onBack: () => void
}

function Actions({ row, isCurrent, onDiff, onBack }: ActionsProps) {
  const of = t('version.number', { version: row.version })
  if (isCurrent) return <span className="site-faint">{t('sites.versions.current')}</span>
  return (
    <span className="site-actions">
      <Button size="small" variant="quiet" onClick={onDiff}>
        {t('sites.versions.diff')}
        <span className="ui-hidden"> {of}</span>
      </Button>
      <Button size="small" onClick={onBack}>
        {t('sites.versions.back')}
        <span className="ui-hidden"> {of}</span>
      </Button>
    </span>
  )
}
