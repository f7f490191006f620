"""An OpenAPI document and answers that are held to it."""

TYPES = {"integer": int, "number": (int, float), "string": str, "boolean": bool, "null": type(None), "object": dict,
         "array": list}
# Words that Postgres says, and no answer may.
SQL_WORDS = ("postgres", "select ", "syntax error", "bigint", "invalid input", "violates", "constraint", "relation ",
             "sqlstate", "libpq")


class Document:
    """Checks by the assertions of `case`."""

    def __init__(self, case, json):
        self.case, self.json = case, json

    def operations(self):
        """(method, path, operation)"""
        for path, item in self.json["paths"].items():
            for method, operation in item.items():
                yield method.upper(), path, operation

    def check(self, value, schema, where):
        if "$ref" in schema:
            node = self.json
            for name in schema["$ref"].split("/")[1:]:
                node = node[name]
            return self.check(value, node, where)
        types = schema.get("type", [])
        types = [types] if isinstance(types, str) else types
        if types:
            fits = any(isinstance(value, TYPES[t]) and not (t in ("integer", "number") and isinstance(value, bool))
                       for t in types)
            self.case.assertTrue(fits, f"{where}: {value!r} is not {types}")
        if "enum" in schema:
            self.case.assertIn(value, schema["enum"], where)
        if isinstance(value, dict):
            for name in schema.get("required", ()):
                self.case.assertIn(name, value, where)
            known = schema.get("properties", {})
            for name, inner in value.items():
                if schema.get("additionalProperties") is False:
                    self.case.assertIn(name, known, where)
                if name in known:
                    self.check(inner, known[name], f"{where}.{name}")
        if isinstance(value, list):
            for n, inner in enumerate(value):
                self.check(inner, schema.get("items", {}), f"{where}[{n}]")

    def check_answer(self, answer, operation, where):
        """Of any status: it is one that the document names, looks as it says, and has no words of Postgres."""
        text = answer.body.decode()
        self.case.assertLess(answer.status, 500 if answer.status != 503 else 504, f"{where}: {answer}")
        told = operation["responses"].get(str(answer.status))
        self.case.assertIsNotNone(told, f"{where}: {answer} is not in the document")
        if "$ref" in told:
            told = self.json["components"]["responses"]["Error"]
        schema = told.get("content", {}).get("application/json", {}).get("schema")
        if schema is None:
            self.case.assertEqual(text if answer.status == 204 else "", "", where)
        else:
            self.check(answer.json, schema, where)
        if answer.status >= 400:
            for word in SQL_WORDS:
                self.case.assertNotIn(word, text.lower(), where)
