import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { t } from '../../ui/words.ts'

/** Shown while the page waits for something to be pointed at. */
export function Picking({ words, onStop }: { readonly words: string; readonly onStop: () => void }) {
  return (
    <div className="describe-picking">
      <Icon name="arrow" />
      <div className="describe-stack">
        <p role="status">{words}</p>
        <p className="describe-soft">{t('describe.picking.keys')}</p>
        <div>
          <Button size="small" onClick={onStop}>
            {t('describe.picking.stop')}
          </Button>
        </div>
      </div>
    </div>
  )
}
