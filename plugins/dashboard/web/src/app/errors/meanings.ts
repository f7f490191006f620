// Codes of WhatsApp's Cloud API that businesses meet, in words that say what to do.
const known: Record<string, string> = {
  '130429': 'Sent too fast: slow down, or ask for more throughput.',
  '130472': 'The customer is part of an experiment of Meta’s and gets no marketing.',
  '131000': 'Something went wrong at WhatsApp: try again.',
  '131026': 'Could not be delivered: no WhatsApp on the number, or terms not accepted.',
  '131031': 'The business account is locked.',
  '131042': 'A payment method is missing or was refused.',
  '131047': 'More than 24 hours since the customer wrote: only a template may be sent.',
  '131048': 'Held back as spam: the number’s quality is low.',
  '131049': 'Meta held it back, so that the customer does not get too much marketing.',
  '131051': 'This kind of message is not supported.',
  '131053': 'The media could not be uploaded.',
  '131056': 'Too many messages to one customer in a short time.',
  '132000': 'The number of parameters is not the template’s.',
  '132001': 'There is no such template in this language, or it is not approved.',
  '132015': 'The template is paused for its low quality.',
  '132016': 'The template is disabled for its low quality.',
};

export const meaning = (code: string | null) => known[code ?? ''];
