import { guardActivation } from '../../../components/panel/activation.ts'

/** One consent, as large as the frame, behind the real guard. Whatever gets through is told. */
guardActivation({ root: document.body, now: () => performance.now(), onPressed: () => {} })
document.querySelector('button')?.remove()
const show = () => {
  const button = document.createElement('button')
  button.setAttribute('data-consent', '')
  button.style.cssText = 'position:fixed;inset:0;width:100%;height:100%'
  button.addEventListener('click', () => void chrome.runtime.sendMessage({ type: 'pressed' }))
  document.body.append(button)
}
// Loaded ahead of time, it has nothing to show before the page's side names a hold, and is seen.
addEventListener('message', () => requestAnimationFrame(show), { once: true })
