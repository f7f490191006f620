"""Bodies as the Meta Cloud API sends them."""


def envelope(*values, number="100"):
    changes = [{"field": "messages", "value": {"messaging_product": "whatsapp", "metadata": {
        "display_phone_number": "15550783881", "phone_number_id": number}, **value}} for value in values]
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}


def message(wamid, user="254712345678", at=1760000000, kind="text", content=None, **more):
    content = {"body": "hello"} if content is None else content
    return {"from": user, "id": wamid, "timestamp": str(at), "type": kind, kind: content, **more}


def said(*messages):
    people = {m["from"] for m in messages}
    return {"contacts": [{"profile": {"name": "A"}, "wa_id": user} for user in sorted(people)],
            "messages": list(messages)}


def status(wamid, what, user="254712345678", at=1760000000, **more):
    return {"id": wamid, "status": what, "timestamp": str(at), "recipient_id": user, **more}


def statuses(*all_of_them):
    return {"statuses": list(all_of_them)}
