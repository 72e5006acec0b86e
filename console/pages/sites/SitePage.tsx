import { useState } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Card } from '../../../components/ui/Card.tsx'
import { Notice } from '../../../components/ui/Notice.tsx'
import { Tabs } from '../../../components/ui/Tabs.tsx'
import { t } from '../../../components/ui/words.ts'
import type { PackDetail } from '../../../protocol/http/packs.ts'
import { client } from '../../client.ts'
import { Link } from '../../Link.tsx'
import { Loaded } from '../../Loaded.tsx'
import { PageHead } from '../../PageHead.tsx'
import { goTo, pathTo } from '../../router.ts'
import { useResource, type Resource } from '../../use-resource.ts'
import { NotFoundPage } from '../not-found/NotFoundPage.tsx'
import { CapabilityMatrix } from './CapabilityMatrix.tsx'
import { DevicesWithout } from './DevicesWithout.tsx'
import { PackEditor } from './editor/PackEditor.tsx'
import { PackBadge } from './PackBadge.tsx'
import { PackVersions } from './PackVersions.tsx'
import { SavedPageTest } from './saved-page/SavedPageTest.tsx'
import { SiteHealth } from './SiteHealth.tsx'
import { SwitchDialog } from './SwitchDialog.tsx'

const views = ['surfaces', 'edit', 'test', 'versions'] as const

export function SitePage({ id, view }: { readonly id: string; readonly view: string | null }) {
  const pack = useResource(`pack ${id}`, () => client.pack(id), ['policy'])
  if (pack.failure?.code === 'PACK_UNKNOWN' || pack.failure?.code === 'PATH_INVALID') return <NotFoundPage />
  return <Loaded of={pack}>{(detail) => <Site detail={detail} of={pack} view={view} />}</Loaded>
}

interface SiteProps {
  readonly detail: PackDetail
  readonly of: Resource<PackDetail>
  readonly view: string | null
}

function Site({ detail, of, view }: SiteProps) {
  const [switching, setSwitching] = useState(false)
  const { id, name, state, version, draft } = detail
  const first = detail.pack === null ? 'edit' : 'surfaces'
  const selected = views.find((one) => one === view) ?? first
  const shown = detail.pack ?? draft?.pack
  const isDisabled = state === 'disabled'
  return (
    <>
      <PageHead
        title={name}
        text={
          <span className="site-head">
            <Link to="/sites">{t('sites.all')}</Link>
            <code>{id}</code>
            <PackBadge state={state} hasDraft={draft !== null} />
            {version !== null && <span>{t('version.number', { version })}</span>}
          </span>
        }
        actions={
          state !== 'draft' && (
            <Button variant={isDisabled ? 'primary' : 'danger'} onClick={() => setSwitching(true)}>
              {t(isDisabled ? 'sites.enable' : 'sites.disable')}
            </Button>
          )
        }
      />
      {detail.proposal !== null && (
        <Notice
          kind="info"
          title={t('sites.proposed.title')}
          action={<Link to="/policy/changes">{t('sites.proposed.show')}</Link>}
        >
          {t('sites.proposed.text')}
        </Notice>
      )}
      {isDisabled && (
        <Notice kind="warn" title={t('sites.disabled.title')}>
          {t('sites.disabled.text')}
        </Notice>
      )}
      <Tabs
        label={t('sites.views')}
        selected={selected}
        onSelect={(next) =>
          goTo(pathTo(`/sites/${encodeURIComponent(id)}`, { view: next === first ? null : next }), 'replace')
        }
        tabs={views.map((each) => ({ id: each, label: t(`sites.view.${each}`) }))}
      >
        {selected === 'surfaces' && shown && (
          <div className="site-stack">
            <SiteHealth site={id} />
            <Card title={t('sites.matrix')} text={t('sites.matrix-text')} flush>
              <CapabilityMatrix
                pack={shown}
                bindings={detail.pack ? detail.bindings : (draft?.bindings ?? {})}
              />
            </Card>
            <DevicesWithout devices={detail.devices} />
          </div>
        )}
        {selected === 'edit' && <PackEditor detail={detail} onChanged={of.replace} onReload={of.reload} />}
        {selected === 'test' && <SavedPageTest detail={detail} />}
        {selected === 'versions' && <PackVersions detail={detail} onChanged={of.replace} />}
      </Tabs>
      <SwitchDialog
        open={switching}
        detail={detail}
        onClose={() => setSwitching(false)}
        onChanged={of.replace}
      />
    </>
  )
}
