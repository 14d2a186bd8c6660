from containers import serve

serve()
