def search(connection, text, limit):
    return [
        r[0]
        for r in connection.execute(
            "select id from customer where name like ? limit ?", (f"%{text}%", limit)
        )
    ]
