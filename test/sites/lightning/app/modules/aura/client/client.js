let count = 0

/** One address for everything: what is called stands in the body, as JSON text in one value of a form. */
export function send(descriptor, params) {
  count += 1
  const [, controller, action] = /(\w+?)(?:Controller)?\/ACTION\$(\w+)$/.exec(descriptor)
  const body = new URLSearchParams({
    message: JSON.stringify({
      actions: [{ id: `${count};a`, descriptor, callingDescriptor: 'UNKNOWN', params }],
    }),
    'aura.context': JSON.stringify({ mode: 'PROD', app: 'one:one' }),
    'aura.pageURI': location.pathname,
    'aura.token': 'token',
  })
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/aura?r=${count}&aura.${controller}.${action}=1`)
    request.setRequestHeader('content-type', 'application/x-www-form-urlencoded; charset=UTF-8')
    request.onload = () => resolve(JSON.parse(request.responseText))
    request.onerror = () => reject(new Error('Disconnected'))
    request.send(body.toString())
  })
}

export function updateRecord(recordId, fields) {
  const recordInput = { allowSaveOnDuplicate: false, fields }
  return send('aura://RecordUiController/ACTION$updateRecord', { recordId, recordInput })
}
