// What the pages of this folder try to get to the server: one URL carries everything.
const url = '/api/actions'
const body = '{"action":"campaign.launch"}'
const post = { method: 'POST', body }
const tried = () => (window.isTried = true)
const send = () => fetch(url, post).catch(tried)
/** Something that no request carries has been done. */
const happened = () => navigator.sendBeacon('/happened')
