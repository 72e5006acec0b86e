import { guardActivation } from '../../../components/panel/activation.ts'

/** One consent, as large as the frame, behind the real guard. Whatever gets through is told. */
const button = document.querySelector('button')!
button.setAttribute('data-consent', '')
button.style.cssText = 'position:fixed;inset:0;width:100%;height:100%'
button.addEventListener('click', () => void chrome.runtime.sendMessage({ type: 'pressed' }))
guardActivation({ root: document.body, now: () => performance.now(), onPressed: () => {} })
