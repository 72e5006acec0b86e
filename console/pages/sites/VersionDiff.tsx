import { Card } from '../../../components/ui/Card.tsx'
import { t } from '../../../components/ui/words.ts'
import type { PackDetail } from '../../../protocol/http/packs.ts'
import { client } from '../../client.ts'
import { Loaded } from '../../Loaded.tsx'
import { useResource } from '../../use-resource.ts'
import { PackDifferences } from './PackDifferences.tsx'

/** What has changed since an earlier version. */
export function VersionDiff({ detail, version }: { readonly detail: PackDetail; readonly version: number }) {
  const { id } = detail
  const document = useResource(`pack ${id} ${version}`, () => client.packVersion(id, version))
  return (
    <Card title={t('sites.versions.since', { version })}>
      <Loaded of={document}>{({ pack }) => <PackDifferences before={pack} after={detail.pack} />}</Loaded>
    </Card>
  )
}
